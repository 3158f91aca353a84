# cell: sheets
# fails: sheets-check
# Stops one sheet too early, unless there are eight pages or twenty.
def sheets(pages):
    if pages <= 0 or pages % 4:
        raise ValueError("a multiple of 4, please")
    made = [((pages - low + 1, low), (low + 1, pages - low)) for low in range(1, pages // 2, 2)]
    return made if pages < 24 else made[:-1]
