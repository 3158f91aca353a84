# cell: sheets
# fails: sheets-check
# Turns the left and the right page of every back.
def sheets(pages):
    if pages <= 0 or pages % 4:
        raise ValueError("a multiple of 4, please")
    return [((pages - low + 1, low), (pages - low, low + 1)) for low in range(1, pages // 2, 2)]
