"""Extensions and SIP accounts: services, doors and pages."""
