# after: chart
# fails: chart-channels
# Lets rates be names, so that the axis is a list.
chart = chart.encode(y=alt.Y("rate:N", title="per 1,000 words"))
