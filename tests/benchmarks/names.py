"""The names that stand in generated letters, as data: missions, ministries, dossiers, signatories, stock phrases.

Identifiers and names of missions, ministries and dossiers are real; every signatory is made up.
"""

from typing import Final

MISSIONS: Final = (
    ("minusma", "MINUSMA"), ("isaf", "ISAF"), ("eutm-mali", "EUTM Mali"), ("unifil", "UNIFIL"), ("sfor", "SFOR"),
    ("resolute-support", "Resolute Support"), ("kfor", "KFOR"), ("unmiss", "UNMISS"), ("eufor-althea", "EUFOR Althea"),
    ("unprofor", "UNPROFOR"), ("takuba", "Takuba"), ("barkhane", "Barkhane"), ("sfir", "SFIR"), ("monusco", "MONUSCO"),
    ("eucap-sahel-mali", "EUCAP Sahel Mali"), ("untso", "UNTSO"), ("undof", "UNDOF"), ("unmil", "UNMIL"),
    ("ifor", "IFOR"), ("unficyp", "UNFICYP"), ("unama", "UNAMA"), ("eupol-afghanistan", "EUPOL Afghanistan"),
    ("ocean-shield", "Ocean Shield"), ("eulex-kosovo", "EULEX Kosovo"), ("unmee", "UNMEE"), ("minurcat", "MINURCAT"),
    ("eubam-rafah", "EUBAM Rafah"), ("unsmil", "UNSMIL"), ("unsom", "UNSOM"), ("minusca", "MINUSCA"),
    ("active-endeavour", "Active Endeavour"), ("eutm-somalia", "EUTM Somalië"), ("unmik", "UNMIK"),
    ("eucap-sahel-niger", "EUCAP Sahel Niger"), ("sea-guardian", "Sea Guardian"), ("eupol-copps", "EUPOL COPPS"),
    ("unamid", "UNAMID"), ("monuc", "MONUC"), ("onumoz", "ONUMOZ"), ("unami", "UNAMI"), ("untac", "UNTAC"),
    ("eufor-rca", "EUFOR RCA"), ("eutm-rca", "EUTM RCA"), ("unisfa", "UNISFA"), ("amisom", "AMISOM"),
    ("unscom", "UNSCOM"), ("unamir", "UNAMIR"), ("eufor-tchad", "EUFOR Tchad/RCA"), ("unmih", "UNMIH"),
    ("unavem", "UNAVEM"), ("eutm-mozambique", "EUTM Mozambique"), ("interfet", "INTERFET"), ("untaet", "UNTAET"),
    ("unosom", "UNOSOM"), ("minustah", "MINUSTAH"), ("unsmis", "UNSMIS"), ("unmis", "UNMIS"), ("unitams", "UNITAMS"),
    ("unamet", "UNAMET"), ("binub", "BINUB"),
)  # fmt: skip
"""(id, label), the most often named first: number r stands in a share 0.5 / r**1.1 of the letters."""

MINISTRIES: Final = (
    ("bz", "Buitenlandse Zaken"), ("def", "Defensie"), ("bhos", "Buitenlandse Handel en Ontwikkelingssamenwerking"),
    ("jv", "Justitie en Veiligheid"), ("bzk", "Binnenlandse Zaken en Koninkrijksrelaties"), ("fin", "Financiën"),
    ("az", "Algemene Zaken"), ("ez", "Economische Zaken en Klimaat"), ("vws", "Volksgezondheid, Welzijn en Sport"),
    ("szw", "Sociale Zaken en Werkgelegenheid"), ("ocw", "Onderwijs, Cultuur en Wetenschap"),
    ("iw", "Infrastructuur en Waterstaat"), ("lnv", "Landbouw, Visserij, Voedselzekerheid en Natuur"),
)  # fmt: skip
"""(id, label), the busiest correspondent first."""

SIGNATORIES: Final = (
    "A. Proef", "B.C. Voorbeeld", "D. Monster-Staal", "E.F.G. Toets", "H. van Meting", "I.J. de Steekproef",
    "K. Willekeur", "L.M. Gegeven", "N. ter Verdeling", "O.P. Mediaan",
)  # fmt: skip

DOSSIERS: Final = (
    "29521", "21501-02", "27925", "28676", "22831", "29237", "23432", "22181", "33694", "30821", "32605", "26122",
    "31271", "32706", "26454", "28506", "33000-X", "36180", "21501-04", "34952",
)  # fmt: skip

SHORT_WORDS: Final = (
    "de", "en", "in", "te", "op", "is", "of", "er", "om", "uw", "zo", "nu", "af", "al", "na", "ik", "we", "ze",
)  # fmt: skip
"""Function words of two letters, which the lexicon leaves out: together a fifth of the running words."""

STOCK_PHRASES: Final = (
    "Raad Buitenlandse Zaken", "strijd tegen terrorisme", "internationale rechtsorde", "uw Kamer wordt geïnformeerd",
    "vrede en veiligheid", "Raad van State", "democratische rechtsstaat", "duurzame ontwikkeling",
    "geïntegreerde aanpak", "bescherming van burgers", "Verenigde Naties", "Europese Unie", "terugtrekking van troepen",
    "inzet van militairen", "zoals toegezegd", "op korte termijn", "VN-missie", "EU-missies", "Sahel-regio", "C-130",
    "F-16's", "N'Djamena", "Côte d'Ivoire", "zo'n", "foto's", "beëindigen", "coördinatie", "2,5 procent",
    "1.500 militairen", "70 militairen", "Kamerstuk 29 521, nr. 426", "Kamerstuk 21 501-02, nr. 2462",
    "d.d. 9 februari 2022", "de VN-Veiligheidsraad", "Liptako-Gourma-regio", "in- en uitvoer",
    "het C-130 rotatieschema", "Den Haag", "a.s.", "jl.",
)  # fmt: skip
"""Pieces that a plain list of words does not give, the most frequent first."""
