# after: ten
# fails: ten-spread
# Gives how far the counts differ, not the two counts.
spread = {word: (0, most - least) for word, (least, most) in spread.items()}
