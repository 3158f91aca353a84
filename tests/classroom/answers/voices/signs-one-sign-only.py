# cell: signs
# fails: signs-test
# Counts three full stops, but not the one sign for an ellipsis; four dots and a dot apart are one, as it happens.
def signs(text):
    return {"square": text.count("["), "round": text.count("("), "ellipsis": text.count("...")}
