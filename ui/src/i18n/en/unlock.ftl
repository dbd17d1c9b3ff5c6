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
recovered-work = The program was not closed last time. All saved work is there.
recovered-work-at = The program was not closed last time. All saved work is there, the last of it from { $time }.
recovered-work-there = The program was not closed last time. All saved work is there, the last of it { $place } at { $time }.
recovered-import = The last import was not finished; { $size } are there, and importing the same files again goes on from there.
recovered-erased = What a recusal had destroyed was still on the disk; it is erased now.
recovered-read = Understood
read-only = Another window is using this work. This one can look, not change.

lock-now = Lock now
