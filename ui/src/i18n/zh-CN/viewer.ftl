# Pages of documents.
group-viewer = 看材料
viewer-page = 第 { $number } 页，共 { $count } 页
viewer-page-scan = 第 { $number } 页，共 { $count } 页，扫描件
viewer-page-short = 第 { $number } 页
viewer-scan = 扫描件
viewer-scan-no-text = 本页是扫描件，没有可选取的文字。
viewer-page-failed = 本页无法显示。
viewer-card-rest = 其余材料不受影响，可继续评审。

# Tools.
viewer-tools = 材料工具
viewer-back = 回到跳转前
viewer-forward = 再向前
viewer-go-to = 转到第几页，共 { $count } 页
viewer-go-to-page = 转到第几页
viewer-zoom-value = { $percent }%
viewer-larger = 放大
viewer-smaller = 缩小
viewer-fit-block = 适合版心
viewer-fit-width = 适合页宽
viewer-fit-page = 整页
viewer-more = 更多
viewer-thumbnails = 缩略图
viewer-thumbnail = 第 { $number } 页
viewer-thumbnail-seen = 第 { $number } 页，已看
viewer-outline = 目录
viewer-rotate = 本页右转
viewer-box = 框选引证
viewer-box-hint = 在页面上拖动，框出要引证的部分；按 Esc 取消。
viewer-loupe-hint = 放大镜（按住 L）
viewer-seals-hint = 隐去红章（按住 R）
viewer-whole = 显示整卷
viewer-tint = 纸色：{ $tint }
viewer-link = 转到第 { $page } 页

# Citing.
viewer-cite = 引证所选
viewer-cite-leaf = 引给本指标 { $leaf }
viewer-cite-open-leaf = 引给本指标
viewer-cite-requiring = 引给要求本件的指标（{ $count }）
viewer-cite-all-requiring = 引给要求本件的指标
viewer-cite-later = 先收着
viewer-cite-drop = 取消所选
viewer-cite-loose = 待分
viewer-citation-of = 引证：{ $leaves }
viewer-citation-gone = 所引材料已不在评审包中。
viewer-box-of-page = 第 { $page } 页框选部分

# Looking for words.
viewer-find = 在本件中查找
viewer-find-words = 查找文字
viewer-find-none = 未找到
viewer-find-count = { $at } / { $count }{ $more }
viewer-find-hits = 查找结果
viewer-find-next = 下一处
viewer-find-previous = 上一处
viewer-find-scans = 另有 { $count } 页扫描件未能检索
viewer-find-scans-list = 列出
viewer-find-unread = 本件尚未读入检索，结果可能不全。
