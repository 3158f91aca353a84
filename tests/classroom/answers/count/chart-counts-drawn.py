# after: chart
# fails: chart-channels, chart-honest
# Draws the counts, not the rates.
chart = chart.encode(y=alt.Y("count:Q", title="times"))
