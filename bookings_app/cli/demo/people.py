"""The demo team: names, and people made of them. None of them exists."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

_GIVEN_NAMES = """
Ada Alina Anton Arlo Bela Bianca Bruno Carmen Cedric Celia Daria Dora Edgar Elena Emil Enzo
Fabia Felix Flora Gemma Gustav Helga Ilya Irma Ivo Jana Joel Judit Kira Lara Leon Lidia Luca
Mabel Magda Marek Mila Nico Nora Olga Oscar Petra Pilar Ramon Rita Ruben Selma Silas Simon
Tamara Tessa Tobias Ursula Valentin Viola Wanda Yara Zoltan
""".split()  # noqa: SIM905 - read as prose

_SURNAMES = """
Abbot Alder Amaro Baines Barlow Bellido Birch Brandt Calder Cardoso Carver Cobb Dalton Denham
Duarte Ellery Esteve Fabre Farrow Fenwick Galen Garrido Grimm Hallam Hartley Herrera Ingram
Jarvis Jensen Kemp Keller Lamb Leclerc Lister Marlow Mercer Montes Nash Navas Norwood Oakes
Ortega Pascual Perrin Quade Ramsey Renner Rowe Salas Sawyer Sorel Thorpe Tovar Underhill Vance
Vega Walden Wicks Yates Zeller
""".split()  # noqa: SIM905

# Ofcom keeps these for stories: nobody answers at 07700 900000 to 900999.
_FICTION = "+44 7700 900{:03}"
_NUMBERS = 1_000


@dataclass(frozen=True, slots=True)
class Person:
    """A name with what belongs to it. `numbers` are telephones, the usual one first."""

    name: str
    email: str
    numbers: tuple[str, ...]


def invented_people(random: Random, count: int, *, with_two_numbers: int) -> list[Person]:
    """That many people, no two with the same name or number; the first have two numbers."""
    names = [f"{given} {surname}" for given in _GIVEN_NAMES for surname in _SURNAMES]
    numbers = _shuffled_numbers(random)
    return [
        Person(
            name=name,
            email=f"{name.lower().replace(' ', '.')}@example.com",
            numbers=tuple(next(numbers) for _ in range(2 if index < with_two_numbers else 1)),
        )
        for index, name in enumerate(random.sample(names, count))
    ]


def _shuffled_numbers(random: Random) -> Iterator[str]:
    return iter([_FICTION.format(number) for number in random.sample(range(_NUMBERS), _NUMBERS)])
