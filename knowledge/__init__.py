"""The domain of Grappolo: entries, reading questions, computing answers. No channel, no database in here."""
