# The installed program: what it stands on, and how a newer one comes.

cmd-about = Show versions and what the program stands on, for the help desk
    .example = hengping about
cmd-update = Update without a network: verify the release, back up, then install
cmd-update-verify = Verify signature and content of a release
    .example = hengping update verify hengping_0.2.0_amd64.deb
cmd-update-prepare = Verify a release, back up the store, show the command that installs
    .example = hengping update prepare hengping_0.2.0_amd64.deb --home expert --backup stick/backup
cmd-update-key = Make a key for releases (for those who build packages)
    .example = hengping update key release.key
cmd-update-sign = Sign the word about a package (for those who build packages)
    .example = hengping update sign hengping_0.2.0_amd64.deb --of 0.2.0 --for debian-amd64 --key release.key
arg-release-key = public key of releases (only where none is built in; compare it with its owner)
arg-key = file of the release key
arg-of = version
arg-for = system and architecture, such as debian-amd64
arg-backup = folder of the backup
arg-without-backup = there is no store here, nothing is backed up

about-title = Hengping {$version}
fact-system = System
fact-sqlcipher = SQLCipher
fact-pdfium = PDFium
fact-font = Fallback font
fact-confinement = Confinement of the reader
fact-release-key = Release key
about-none = none
about-no-font = none: Chinese in documents without embedded fonts will be missing
about-no-pdfium = none: no PDF can be opened
about-confined = full (Landlock, seccomp, limits on memory and time)
about-partly = not full: {$what}
about-no-release-key = none is built in: updates need --release-key

update-verified = The release is signed, whole, and newer than this program.
update-key-named = The release key was named on the command line; be sure it was compared with its owner.
update-prepared = Verified and copied to this machine. Somebody with the rights runs:
update-backed-up = The store was backed up and the backup read back.
update-no-backup = Nothing was backed up: no store was named.
update-key-made = A release key was made. Keep its file safe; packages are built with:
update-signed = Signed: {$file}
fact-new-version = New version
fact-this-version = This version
fact-target = For
fact-signed-at = Signed at

refusal-no-release-key = No release key is built in and none was named. Ask the maker of the release for it, compare it, and name it with --release-key.
refusal-another-release-key = The named release key is not the one built in. Updates heed the built-in key alone.
refusal-another-target = This release is for {$target}, not for this machine. Ask for the right one.
refusal-not-newer = Version {$version} of the release is not newer than this program; nothing was installed.
refusal-update-differs = The file is not what its release says; it may be damaged or changed. Ask for another copy.
refusal-backup-unnamed = Name the folder of the backup with --backup; where there is no store, say --without-backup.
