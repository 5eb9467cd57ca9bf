"""Extensions and the SIP accounts of their devices."""
