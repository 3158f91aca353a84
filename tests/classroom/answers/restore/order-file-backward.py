# cell: order
# fails: order-words, order-all, pages-numbers, restored-check, counts-ghosts
# Takes the file for the text printed from its end.
reading_order = ["B"] + [letter for letter in reversed(stretches) if letter != "B"]
