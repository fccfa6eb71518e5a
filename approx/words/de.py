"""German."""

TABLE = {
    "input": "Eingabe",
    "output": "Ausgabe",
    "layer": "Schicht {n}",
    "sum": "Summe von {n} Neuronen",
    "sum.one": "ein Neuron",
    "network": "Netz",
    "target": "Ziel",
    "error": "Fehler",
    "more": "{n} weitere",
    "best.key": "bestmöglich",
    "relu": "r(z) = max(0, z)",
    "error.at": "Größter Fehler {value} bei x = {place}",
    "error.places": "Größter Fehler {value}, an {n} Stellen erreicht",
    "error.none": "Kein Fehler: Das Netz ist sein Ziel",
    "best.equal": "keine Funktion mit {n} Knicken ist besser",
    "best.equal.one": "keine Funktion mit einem Knick ist besser",
    "best.ratio": "das {ratio}-Fache des Bestmöglichen mit {n} Knicken ({best})",
    "best.ratio.one": "das {ratio}-Fache des Bestmöglichen mit einem Knick ({best})",
    "alt.sum": (
        "{title}. Die Ausgabe hat {breakpoints} Knicke auf [{a}, {b}] und wird mit {target} "
        "verglichen. {error}."
    ),
    "alt.neurons": "{title}: jedes Neuron jeder Schicht als Funktion von x auf [{a}, {b}].",
    "alt.network": "{title}: ein {architecture}-Netz, die Gewichte an den Kanten.",
    "neuron.name": "Neuron {n}",
    "sum.setup": "{n} Neuronen, eine Eingabe: Folgt ihre Summe der gestrichelten Kurve?",
    "sum.setup.one": "Ein Neuron, eine Eingabe: Folgt es der gestrichelten Kurve?",
    "sum.neuron": "Neuron {i}: eine Gerade, unter null flach gefaltet, mal {weight}.",
    "sum.neurons": "Neuronen {first} bis {last}: je eine Gerade, unter null flach gefaltet.",
    "sum.add": "Aufeinandergelegt ergeben sie die Summe: hell ist die Summe bisher.",
    "sum.error": "{error}.",
    "sum.best": "{best}.",
    "sum.formula": "Das ganze Netz in einer Zeile: {breakpoints} Knicke, {n} Neuronen.",
    "sum.formula.one": "Das ganze Netz in einer Zeile: {breakpoints} Knicke, ein Neuron.",
}
