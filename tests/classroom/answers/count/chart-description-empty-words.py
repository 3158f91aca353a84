# after: chart
# fails: chart-words
# Describes what a chart is, not what it shows.
chart = chart.properties(description="A bar chart of the rates of three words in three sections.")
