"""The bookings page: calendar, filters, legend."""
