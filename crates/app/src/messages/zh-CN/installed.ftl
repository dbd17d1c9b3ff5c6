# The installed program: what it stands on, and how a newer one comes.

cmd-about = 显示程序的版本和所依赖的组件，供排查问题
    .example = hengping about
cmd-update = 不联网更新程序：核验发布文件，先备份，再安装
cmd-update-verify = 核验发布文件的签名和内容
    .example = hengping update verify hengping_0.2.0_amd64.deb
cmd-update-prepare = 核验发布文件，备份存储，显示安装命令
    .example = hengping update prepare hengping_0.2.0_amd64.deb --home 专家 --backup U盘/备份
cmd-update-key = 新建发布密钥（供制作安装包的单位使用）
    .example = hengping update key release.key
cmd-update-sign = 为安装包签发发布文件（供制作安装包的单位使用）
    .example = hengping update sign hengping_0.2.0_amd64.deb --of 0.2.0 --for debian-amd64 --key release.key
arg-release-key = 发布公钥（程序内没有发布公钥时才用，须与发布单位当面或电话核对）
arg-key = 发布密钥文件
arg-of = 版本号
arg-for = 系统和架构，如 debian-amd64
arg-backup = 备份所用文件夹
arg-without-backup = 本机没有存储，不备份

about-title = 衡评 {$version}
fact-system = 系统
fact-sqlcipher = SQLCipher
fact-pdfium = PDFium
fact-font = 后备字体
fact-confinement = 阅读进程的隔离
fact-release-key = 发布公钥
about-none = 没有
about-no-font = 没有：未内嵌字体的中文文件会缺字
about-no-pdfium = 没有：不能打开 PDF
about-confined = 完整（Landlock、seccomp、内存和时间上限）
about-partly = 不完整：{$what}
about-no-release-key = 程序内没有发布公钥：更新时须用 --release-key 指明

update-verified = 发布文件签名有效，内容完整，比本机版本新。
update-key-named = 发布公钥是命令行指明的，请确认已与发布单位核对。
update-prepared = 已核验并复制到本机。请由有权限的人运行：
update-backed-up = 存储已备份，备份已回读核对。
update-no-backup = 没有备份：未指明存储。
update-key-made = 发布密钥已建立。请妥善保管密钥文件；制作安装包时设置：
update-signed = 发布文件已签发：{$file}
fact-new-version = 新版本
fact-this-version = 本机版本
fact-target = 适用系统
fact-signed-at = 签发时间

refusal-no-release-key = 程序内没有发布公钥，也没有指明。请向发布单位索取发布公钥，核对后用 --release-key 指明。
refusal-another-release-key = 指明的发布公钥与程序内的不同。更新只认程序内的公钥。
refusal-another-target = 这个安装包适用于 {$target}，不是本机的系统。请索取本机适用的安装包。
refusal-not-newer = 安装包的版本 {$version} 不比本机新，没有安装。
refusal-update-differs = 安装包与发布文件所述不符，可能已损坏或被改动。请重新索取。
refusal-backup-unnamed = 请用 --backup 指明备份所用文件夹；本机没有存储时用 --without-backup。
