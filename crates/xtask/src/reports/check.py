"""What other programs say of the papers in a folder: check.py FOLDER SOFFICE.

Workbook: every value that a formula comes to is taken out, LibreOffice computes it anew, and the numbers
are compared with those of the program beside them. Documents: LibreOffice lays each of them out. PDFs:
Poppler says that every face is embedded as a subset, that there are bookmarks, a title, no author, and the
mark of PDF/A-2b. No validator of the profile is at hand in the registries; the writer refuses what breaks it.
"""

import csv
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

folder, office = pathlib.Path(sys.argv[1]), sys.argv[2]
faults = []

# LibreOffice computes every formula when it opens a workbook.
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>"""


def run(*words):
    done = subprocess.run(words, capture_output=True, text=True)
    if done.returncode != 0:
        faults.append(f"{words[0]}: {done.stderr.strip()[:200]}")
    return done.stdout


def suite(place, kind, files, out):
    profile = place / "profile" / "user"
    profile.mkdir(parents=True, exist_ok=True)
    (profile / "registrymodifications.xcu").write_text(PROFILE)
    where = f"-env:UserInstallation=file://{place}/profile"
    run(office, where, "--headless", "--convert-to", kind, "--outdir", str(out), *map(str, files))


def without_values(source, target):
    """The workbook with 0 for everything that a formula comes to; how many formulas it has."""
    count = 0
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                text, found = re.subn(r"(</f><v>)[^<]*(</v>)", r"\g<1>0\g<2>", data.decode())
                count += found
                data = text.encode()
            new.writestr(name, data)
    return count


def number(text):
    try:
        return float(text)
    except ValueError:
        return None


def workbook(book, place):
    bare = place / "bare.xlsx"
    formulas = without_values(book, bare)
    # Every sheet as CSV, numbers in full.
    suite(place, "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1", [bare], place / "csv")
    found = [file for file in (place / "csv").glob("*.csv")]
    # The derivation is the sheet whose fourth column follows from formulas and whose seventh is the program's.
    compared = 0
    for file in found:
        with open(file, encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.reader(lines))
        if len(rows[0]) != 8 or len(rows) < 100:
            continue
        for at, row in enumerate(rows[1:], 2):
            live, core = number(row[3]), number(row[6])
            if core is None:
                continue
            compared += 1
            if live is None or abs(live - core) > 1e-9:
                faults.append(f"workbook: row {at}: {row[3]} and {row[6]}")
    if compared < formulas // 4 or compared == 0:
        faults.append(f"workbook: only {compared} rows were compared, of {formulas} formulas")
    print(f"workbook: {formulas} formulas computed anew, {compared} numbers the same")


def documents(files, place):
    out = place / "documents"
    suite(place, "pdf", files, out)
    for file in files:
        laid = out / (file.stem + ".pdf")
        if not laid.is_file():
            faults.append(f"{file.name}: LibreOffice cannot lay it out")
    print(f"documents: {len(files)} laid out")


def pdf(file):
    fonts = run("pdffonts", str(file)).splitlines()[2:]
    for line in fonts:
        if "yes yes yes" not in line:
            faults.append(f"{file.name}: face not embedded as a subset: {line}")
    info, meta = run("pdfinfo", str(file)), run("pdfinfo", "-meta", str(file))
    if not re.search(r"^Title: +\S", info, re.M) or re.search(r"^Author:", info, re.M):
        faults.append(f"{file.name}: title or author")
    if "<pdfaid:part>2</pdfaid:part>" not in meta or "<pdfaid:conformance>B" not in meta:
        faults.append(f"{file.name}: no mark of PDF/A-2b")
    if "<item" not in run("pdftohtml", "-xml", "-stdout", "-i", str(file)):
        faults.append(f"{file.name}: no bookmarks")
    pages = int(re.search(r"^Pages: +(\d+)", info, re.M).group(1))
    texts = run("pdftotext", str(file), "-").split("\f")[:pages]
    for at, text in enumerate(texts, 1):
        if f"{at}/{pages}" not in "".join(text.split()):
            faults.append(f"{file.name}: page {at} without its number")
        if len(text.strip()) < 15:
            faults.append(f"{file.name}: page {at} is empty")
    return pages


with tempfile.TemporaryDirectory() as place:
    place = pathlib.Path(place)
    workbook(folder / "panel" / "results.xlsx", place)
    documents(sorted(folder.rglob("*.docx")), place)
    pdfs = sorted(folder.rglob("*.pdf"))
    pages = sum(pdf(file) for file in pdfs)
    print(f"PDFs: {len(pdfs)}, {pages} pages: faces, bookmarks, properties, numbers")
for fault in faults:
    print("fault:", fault)
sys.exit(1 if faults else 0)
