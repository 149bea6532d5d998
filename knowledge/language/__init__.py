"""How people write and say things: words, languages, cues. Data for translators lies in the YAML files here."""
