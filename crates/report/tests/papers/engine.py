"""Computes a workbook anew with IronCalc and prints every number of its first sheet.

argv: the workbook, then cells to set before, as ROW,COLUMN=NUMBER.
"""

import json
import sys

import ironcalc

model = ironcalc.load_from_xlsx(sys.argv[1], "en", "UTC", "en")
for change in sys.argv[2:]:
    place, value = change.split("=")
    row, column = map(int, place.split(","))
    model.update_cell_with_number(0, row, column, float(value))
model.evaluate()
_, last_row, _, last_column = model.get_sheet_dimensions(0)
rows = []
for row in range(1, last_row + 1):
    values = [model.get_cell_value(0, row, column) for column in range(1, last_column + 1)]
    rows.append([value if isinstance(value, float) else None for value in values])
print(json.dumps(rows))
