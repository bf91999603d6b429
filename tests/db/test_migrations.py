from bookings_app.db import migrations as m


def test_x(database):
    print(database)
    m.check_for_drift(database)
    m.downgrade(database, "base")
    m.migrate(database)
