"""What shall happen: phone numbers, destinations, the published plan and the engine that decides."""
