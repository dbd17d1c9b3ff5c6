# Unlock and lock.
unlock-title = 解锁
unlock-locked = 已锁定
unlock-lead = 请输入口令。材料与评分在解锁之前保持加密。
unlock-pin-lead = 已自动锁定，没有内容丢失。输入 PIN 继续。
unlock-way = 解锁方式
unlock-passphrase = 口令
unlock-pin = PIN
unlock-recovery = 恢复码
unlock-recovery-hint = 恢复单上的 24 个字符，不分大小写，可以不输横线。
unlock-pin-tries = 还可以试 { $count } 次；之后需要口令。
unlock-go = 解锁
unlock-opening = 正在打开…
unlock-forgotten = 忘记口令？用恢复码
unlock-wrong = 口令不正确，请再试一次。
recovered-work = 上次没有正常关闭。已保存的工作都在。
recovered-work-at = 上次没有正常关闭。已保存的工作都在，最后一处保存于 { $time }。
recovered-work-there = 上次没有正常关闭。已保存的工作都在，最后一处是 { $time } 的「{ $place }」。
recovered-import = 上次导入没有完成，已收 { $size }；再次导入同样的文件，会从断处继续。
recovered-erased = 上次回避后未及清除的内容，现已从磁盘抹去。
recovered-read = 知道了
read-only = 另一个窗口正在使用这份工作。本窗口只能查看，不能修改。

lock-now = 立即锁定
