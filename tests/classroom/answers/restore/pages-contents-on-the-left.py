# cell: pages
# fails: pages-numbers, pages-blank
# Puts the contents on the page after the title.
page = {"B": 2} | {letter: number for number, letter in enumerate(reading_order[1:], 5)}
blank = [3, 4, 23]
