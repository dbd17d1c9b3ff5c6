# Phrases that core writes in English as parameters of findings, faults and notes. Values with
# digits in them are $a, $b, … in their order.

# Declared values and credit codes.
phrase-empty = 为空
phrase-not-a-number = 不是数字
phrase-more-than-n-decimal-places = 小数超过 {$a} 位
phrase-too-large = 数值过大
phrase-below-n = 小于 {$a}
phrase-above-n = 大于 {$a}
phrase-not-a-date-of-the-form-yyyy-mm-dd = 不是 YYYY-MM-DD 形式的日期
phrase-not-in-the-code-list = 不在代码表中
phrase-credit-code-does-not-have-n-characters = 统一社会信用代码不是 {$a} 位
phrase-credit-code-has-an-impossible-character-at-place-n = 统一社会信用代码第 {$a} 位不可能是这个字符
phrase-check-character-of-the-credit-code-does-not-fit = 统一社会信用代码校验位不符
phrase-another-kind-of-value-is-needed = 值的类别不对
phrase-too-long = 过长

# Files that people write.
phrase-line = 第 {$a} 行：
phrase-toml-missing-field = 缺少 {$a}
phrase-toml-unknown-field = 没有 {$a} 这一项
phrase-toml-unknown-variant = 没有 {$a} 这种取值
phrase-toml-invalid-type = 值的类别不对
phrase-toml-invalid-value = 值不合规定
phrase-toml-duplicate-key = 同一项写了两次
phrase-toml-string-values-must-be-quoted = 文字须加引号
phrase-toml-unclosed = 括号没有写完
phrase-toml-missing-value = 等号后没有值
phrase-toml-missing-assignment = 缺少等号
phrase-toml-missing-comma = 缺少逗号
phrase-toml-key-with-no-value = 缺少等号和值
phrase-toml-invalid = 写法不对
phrase-toml-unexpected = 这里不应有这些内容
phrase-toml-extra = 多写了符号

# Schemes and tables.
phrase-all-types = 各类型
phrase-n-taken-as-the-type-as-the-tables-name-none = 表格没有写类型，按 {$a} 计

# Draws.
phrase-digits-of-n-people-at-least-n-are-needed = 只有 {$a} 人报数，至少需要 {$b} 人
phrase-each-person-must-be-named-and-types-once = 每人须署名且只报一次
phrase-each-person-types-n-to-n-decimal-digits = 每人报 {$a} 到 {$b} 位数字
phrase-a-further-draw-needs-a-reason-the-first-has-none = 再次抽取须说明理由，首次抽取不写理由
phrase-a-panel-has-an-odd-number-of-seats = 专家组人数须为奇数
phrase-n-eligible-members-for-n-places = 需要 {$b} 人，可抽取的只有 {$a} 人
phrase-not-enough-members-of-a-required-field = 所需领域的专家不足

# Notes and reasons of scoring.
phrase-does-not-apply-its-parent-is-rescaled = 不适用，上级按其余指标折算
phrase-n-does-not-apply-its-parent-is-rescaled = {$a}：不适用，上级按其余指标折算
phrase-n-n-hold-that-it-does-not-apply-the-other-n-marks-count = {$a}：{$b} 人认为不适用，其余 {$c} 个评分计入
phrase-n-valid-trimmed-from-n-on-plain-mean = 有效专家 {$a} 人，满 {$b} 人才去高低分，按算术平均
phrase-by-mean-the-composite-would-be-n = 如按算术平均，综合得分为 {$a}
phrase-by-plain-mean-the-composite-would-be-n = 如按算术平均，综合得分为 {$a}
phrase-by-trimmed-mean-the-composite-would-be-n = 如按去高低分平均，综合得分为 {$a}
phrase-by-median-the-composite-would-be-n = 如取中位数，综合得分为 {$a}
phrase-by-mixed-the-composite-would-be-n = 如按多数的算法，综合得分为 {$a}
phrase-different-options-were-stated-aggregated = 所选不一，已合成
phrase-not-decided-not-applied = 未定，暂不适用
phrase-decided-by-facts-n-marks-are-not-counted = 由事实决定，{$a} 个评分不计
phrase-n-n-valid-trimmed-from-n-on-plain-mean = {$a}：有效评分 {$b} 个，满 {$c} 个才去高低分，按算术平均
phrase-n-no-evidence-n-no-points = {$a}：缺佐证 {$b}，不得分
phrase-n-no-evidence-n-open-until-the-panel-decides = {$a}：缺佐证 {$b}，待专家组定
phrase-n-no-evidence-n-the-value-stands = {$a}：缺佐证 {$b}，数值照用
phrase-n-marked-by-the-experts-n-is-missing = {$a}：转专家评分（缺 {$b}）
phrase-n-marked-by-the-experts-n-is-n = {$a}：转专家评分（{$b} 为 {$c}）
phrase-n-marked-by-the-experts-the-formula-gives-no-value = {$a}：转专家评分（公式无值）
phrase-n-marked-by-the-experts-n-does-not-say-which-bands-hold = {$a}：转专家评分（{$b} 未说明按哪一类型分档）
phrase-n-decided-by-facts-n-marks-are-not-counted = {$a}：由事实决定，{$b} 个评分不计
phrase-n-different-options-were-stated-aggregated = {$a}：所选不一，已合成
phrase-n-not-decided-not-applied = {$a}：未定，暂不适用
phrase-n-n-marks-it-cannot-have-are-not-counted = {$a}：{$b} 个不合规定的评分不计
phrase-marks-of-n-experts-who-recused-themselves-or-were-absent-are-not-counted = {$a} 位回避或缺席专家的评分不计
phrase-n-the-agreed-mark-stands-in-place-of-the-aggregate = {$a}：以合议评分代替合成分
phrase-n-experts-without-complete-marks-are-not-counted = {$a} 位专家评分不全，不计
phrase-method-mean-here-trimmed-mean-of-most = 本份按算术平均，多数按去高低分平均
phrase-method-plain-mean-here-trimmed-mean-of-most = 本份按算术平均，多数按去高低分平均
phrase-method-trimmed-mean-here-plain-mean-of-most = 本份按去高低分平均，多数按算术平均
phrase-method-mixed-here-trimmed-mean-of-most = 本份部分指标按算术平均，多数按去高低分平均
phrase-method-trimmed-mean-here-mixed-of-most = 本份按去高低分平均，多数部分按算术平均
phrase-method-plain-mean-here-mixed-of-most = 本份按算术平均，多数部分按算术平均
phrase-method-mixed-here-plain-mean-of-most = 本份部分指标按去高低分平均，多数按算术平均
phrase-bonus-limit-reached = 加分已到上限
phrase-deductions-limit-reached = 扣分已到上限
phrase-n-threshold-not-looked-at-does-not-apply = {$a}：不适用，不看门槛
phrase-n-not-an-indicator-of-the-scheme = {$a}：指标体系没有这一项
phrase-n-n-valid-marks-at-least-n-needed = {$a}：有效评分 {$b} 个，至少需要 {$c} 个
phrase-n-experts-with-complete-marks-at-least-n-needed = 评分完整的专家 {$a} 人，至少需要 {$b} 人
phrase-n-not-decided = {$a}：未定
phrase-no-leaf-applies = 没有适用的指标
phrase-not-a-type-of-the-scheme = 不是指标体系的企业类型
phrase-total-n-points-at-least-n-needed = 总分 {$a}，至少需要 {$b}
phrase-total-n-marks-at-least-n-needed = 总分 {$a}，至少需要 {$b}
phrase-n-n-points-at-least-n-needed = {$a}：{$b} 分，至少需要 {$c} 分
phrase-n-n-marks-at-least-n-needed = {$a}：评分 {$b}，至少需要 {$c}
phrase-n-veto-stands = {$a}：一票否决成立

# What a scheme file should have had.
phrase-number = 数值
phrase-condition = 条件
phrase-text = 文字
phrase-string = 文字
phrase-integer = 整数
phrase-float = 小数
phrase-boolean = 真假值
phrase-datetime = 日期时间
phrase-array = 数组
phrase-table = 表
phrase-a-text = 文字
phrase-a-string = 文字
phrase-a-number = 数值
phrase-a-table = 表
phrase-an-array = 数组
phrase-a-list = 数组
phrase-a-whole-number = 整数
phrase-true-or-false = true 或 false
phrase-a-code-of-letters-digits-and = 由字母、数字和 . _ - 组成的代码
phrase-a-range-that-rises = 由小到大的范围
phrase-one-of = 其中之一：{$list}
phrase-n-or-more = {$a} 或更多
phrase-a-decimal-number-of-at-most-n-digits = 不超过 {$a} 位的十进制数
phrase-a-field-of-kind-code = 代码类填报项
phrase-a-list-of-lower-bound-points = [下限，得分] 组成的数组
phrase-a-text-with-words = 不为空的文字
phrase-true-leave-the-criterion-out-otherwise = true（否则请删去该项）
phrase-true-leave-the-key-out-otherwise = true（否则请删去该键）
phrase-two-numbers-lower-bound-points = 两个数：下限、得分
phrase-several-effects = 多种效果
phrase-neither-leaf-nor-judged-total-is-looked-at = leaf 和 judged_total 都未启用
phrase-a-step-stands-twice-in-the-order = 顺序中有一步出现两次
phrase-neither-count-nor-least-score-limits-the-list = count 和 least_score 都没有限定名单
phrase-type-seats-must-stand-both-in-the-order-and-as-a-table = type_seats 须同时出现在顺序和表中
phrase-a-whole-number-from-n-to-n = {$a} 到 {$b} 的整数

# Judgements that a leaf does not take.
phrase-mark-n-is-outside-n-to-n = 评分 {$a} 不在 {$b} 至 {$c} 之间
phrase-mark-n-is-not-on-a-step-of-n = 评分 {$a} 不在 {$b} 的分度上
phrase-takes-another-kind-of-judgement = 须以另一种方式评判
phrase-the-scheme-has-no-such-enterprise-type = 指标体系中没有该企业类型
phrase-decided-by-the-form = 以申报表为准
phrase-decided-by-the-office-s-check = 由评审办审核认定
phrase-decided-by-the-panel = 由评审组认定
phrase-decided-by-the-experts = 由专家各自评定
