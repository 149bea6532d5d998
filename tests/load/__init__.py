"""How much work the bot is, beside a bot that only repeats what it hears. ``make load``"""
