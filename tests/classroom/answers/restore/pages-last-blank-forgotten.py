# cell: pages
# fails: pages-blank
# Forgets that the back cover is the last page of a multiple of four.
page = {"B": 3} | {letter: number for number, letter in enumerate(reading_order[1:], 5)}
blank = [2, 4]
