# cell: pages
# fails: pages-numbers, pages-blank
# Numbers the printed pages one after another.
page = {letter: number for number, letter in enumerate(reading_order, 2)}
blank = [21, 22, 23]
