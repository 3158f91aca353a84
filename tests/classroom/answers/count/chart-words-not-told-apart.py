# after: chart
# fails: chart-channels
# Gives the words no channel.
chart = chart.encode(color=alt.value("gray"), xOffset=alt.value(0))
