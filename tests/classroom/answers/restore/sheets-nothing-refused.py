# cell: sheets
# fails: sheets-check
# Refuses no number of pages.
def sheets(pages):
    return [((pages - low + 1, low), (low + 1, pages - low)) for low in range(1, pages // 2, 2)]
