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
    "breakpoints": "{n} Knicke",
    "breakpoints.one": "ein Knick",
    "breakpoints.with": "{n} Knicken",
    "breakpoints.with.one": "einem Knick",
    "error.at": "Größter Fehler {value} bei x = {place}",
    "error.places": "Größter Fehler {value}, an {n} Stellen erreicht",
    "error.none": "Kein Fehler: Das Netz ist sein Ziel",
    "best.equal": "keine Funktion mit {corners} ist besser",
    "best.ratio": "das {ratio}-Fache des Bestmöglichen mit {corners} ({best})",
    "alt.sum": (
        "{title}. Die Ausgabe hat {corners} auf [{a}, {b}] und wird mit {target} "
        "verglichen. {error}."
    ),
    "alt.neurons": "{title}: jedes Neuron jeder Schicht als Funktion von x auf [{a}, {b}].",
    "alt.network": "{title}: ein {architecture}-Netz, die Gewichte an den Kanten.",
    "neuron.name": "Neuron {n}",
    "count": "null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
    "sum.setup": "{N} Neuronen, eine Eingabe: Folgt ihre Summe der gestrichelten Kurve?",
    "sum.setup.one": "Ein Neuron, eine Eingabe: Folgt es der gestrichelten Kurve?",
    "sum.neuron": "Neuron {i}: die Gerade {line}, unter null flach gefaltet, mal {weight}.",
    "sum.neurons": "Neuronen {first} bis {last}: je eine Gerade, unter null flach gefaltet.",
    "sum.add": "Aufeinandergelegt ergeben sie die Summe: Die dicke Linie ist die Summe bisher.",
    "sum.formula": "Das ganze Netz in einer Zeile: {n} Neuronen, {corners}.",
    "sum.formula.one": "Das ganze Netz in einer Zeile: ein Neuron, {corners}.",
}
