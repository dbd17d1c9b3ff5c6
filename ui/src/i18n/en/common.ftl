# Words of the window as a whole.
brand = Hengping
brand-line = Offline expert review
unclassified = Unclassified
close = Close
cancel = Cancel
back = Back
next = Next
continue = Continue
done = Done
ways = Steps
help = Help
retry = Try again
screen-number = Screen { $number }
loading = Reading…

# Settings at hand.
settings = Display
language = Language
language-zh-CN = 中文
language-en = English
theme = Theme
theme-light = Light
theme-dark = Dark
theme-system = As system
text-size = Text size
text-size-value = { $percent }%
text-larger = Larger text
text-smaller = Smaller text

# Refusals.
fault-code = Code { $code }
fault-copy = Copy details
fault-copied = Copied
fault-unanswered = The program did not answer. What was saved is safe; close the window and open it again.

# Keys and palette.
palette = All commands
palette-search = Name of a command
palette-none = No such command.
keys-title = Keys
group-window = Window
group-list = Applications
key-hint = Press { $key } for the keys

# What the program is doing; names come from the program.
task-import = Importing the review package
task-verify = Verifying signatures and contents
task-examine = Examining the material
task-copy = Making the backup
task-other = Working
progress-bytes = { $done } of { $total } verified ({ $percent }%)
progress-items = { $done } of { $total } done

# Between the parts of an enumeration. Braces keep the space of the other language.
list-separator = ,{" "}
