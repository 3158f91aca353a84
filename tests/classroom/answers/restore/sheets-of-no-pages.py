# cell: sheets
# fails: sheets-check
# Refuses what is no multiple of four, but makes booklets without a page.
def sheets(pages):
    if pages % 4:
        raise ValueError("a multiple of 4, please")
    return [((pages - low + 1, low), (low + 1, pages - low)) for low in range(1, pages // 2, 2)]
