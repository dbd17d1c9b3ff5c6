# Words of the window as a whole.
brand = 衡评
brand-line = 离线专家评审
unclassified = 非涉密
close = 关闭
cancel = 取消
back = 返回
next = 下一步
continue = 继续
done = 完成
ways = 步骤
help = 帮助
retry = 再试一次
screen-number = 屏 { $number }
loading = 正在读取…

# Settings at hand.
settings = 显示
language = 语言
language-zh-CN = 中文
language-en = English
theme = 明暗
theme-light = 浅色
theme-dark = 深色
theme-system = 随系统
text-size = 字号
text-size-value = { $percent }%
text-larger = 放大字号
text-smaller = 缩小字号

# Refusals.
fault-code = 代码 { $code }
fault-copy = 复制详情
fault-copied = 已复制
fault-unanswered = 程序没有回应。已保存的内容不受影响；请关闭窗口后重新打开。

# Keys and palette.
palette = 全部命令
palette-search = 输入命令名称
palette-none = 没有这样的命令。
keys-title = 快捷键
group-window = 窗口
group-list = 申报材料
key-hint = 按 { $key } 查看快捷键

# What the program is doing; names come from the program.
task-import = 正在导入评审包
task-verify = 正在核验签名与内容
task-examine = 正在检查材料
task-copy = 正在备份
task-other = 正在处理
progress-bytes = 已核验 { $done }，共 { $total }（{ $percent }%）
progress-items = 已完成 { $done }，共 { $total }

# Between the parts of an enumeration. Braces keep the space of the other language.
list-separator = 、
