# after: chart
# fails: chart-words
# Has a statement for its title.
chart = chart.properties(title="Each section has a word of its own")
