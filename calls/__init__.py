"""What happened: calls, their journeys, and the raw events behind them."""
