# after: rows
# fails: covered-test
# Fills the table with undated events of one section, and leaves out the dated ones of another.
dropped = {
    "League dissolved",
    "Letter to Mora",
    "Marxists expelled in Spain",
    "Engels asks for names",
    "Congress of The Hague",
}
undated = [
    "There, a resolution was approved",
    "the decision to dissolve the Alliance was ratified",
    "The Belgian Federation supported the proposal",
    "Anselmo Lorenzo attended as delegate",
    "Thus arose the Anarchist St. Imier International",
]
instead = iter(undated)
rows = [
    row
    if row[0] not in dropped
    else (
        row[0],
        "article",
        next(instead),
        "",
        "[1871-09-17..]",
        "none",
        "date",
        "Told after the London Conference (e15), next to it.",
    )
    for row in rows
]
events = pd.DataFrame(rows, columns=COLUMNS)
events.insert(0, "event", [f"e{number}" for number in range(1, len(events) + 1)])
