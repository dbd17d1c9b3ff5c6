# Unlock and lock.
unlock-title = Unlock
unlock-locked = Locked
unlock-lead = Enter your passphrase. Material and marks stay encrypted until then.
unlock-pin-lead = Locked by itself; nothing was lost. Enter the PIN to go on.
unlock-way = How to unlock
unlock-passphrase = Passphrase
unlock-pin = PIN
unlock-recovery = Recovery code
unlock-recovery-hint = The 24 characters on the recovery sheet; capitals and hyphens do not matter.
unlock-pin-tries = { $count } more tries, then the passphrase is asked.
unlock-go = Unlock
unlock-opening = Opening…
unlock-forgotten = Forgotten? Use the recovery code
unlock-wrong = That is not the passphrase. Please try again.
recovered-title = Work from the last unclean end was recovered
read-only = Another window is using this work. This one can look, not change.

lock-now = Lock now
