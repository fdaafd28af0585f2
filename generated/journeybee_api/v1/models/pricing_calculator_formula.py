# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

import datetime

from ..._runtime import Model, UnlistedStr, define


@define(kw_only=True, eq=False, repr=False)
class PricingCalculatorFormula(Model):
    """A discount, tax or surcharge of a pricing calculator."""

    uuid: str
    formula_type: FormulaType | UnlistedStr
    """What a formula does to the price."""
    name: str
    condition: str | None
    """When the formula applies."""
    calculation_type: FormulaCalculationType | UnlistedStr
    """Whether a formula adds an amount or a percentage."""
    value: float | None
    """Amount in whole currency units when fixed, else a percentage."""
    sort_order: float
    created_at: datetime.datetime
    updated_at: datetime.datetime


from .formula_calculation_type import FormulaCalculationType
from .formula_type import FormulaType
