"""Communes of the network: INSEE code → name, from the official code."""

NETWORK_COMMUNES = {
    "59512": "Roubaix",
    "59350": "Lille",
    "59410": "Mons-en-Barœul",
    "59606": "Valenciennes",
    "62160": "Boulogne-sur-Mer",
    "17300": "La Rochelle",
    "37261": "Tours",
    "62041": "Arras",
    "59271": "Grande-Synthe",
    "59155": "Coudekerque-Branche",
    "59043": "Bailleul",
    "59378": "Marcq-en-Barœul",
    "59360": "Loos",
    "24157": "Douzillac",
    "59009": "Villeneuve-d'Ascq",
}
