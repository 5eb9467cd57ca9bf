"""The demo's data: two organizations with people, phones, numbers and some days of calls. Made by our services."""
