# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Operations of the API tagged pricing_calculator_formulas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime import UNSET, Operation, UnlistedStr, Unset

if TYPE_CHECKING:
    from ..models.formula_calculation_type import FormulaCalculationType
    from ..models.formula_type import FormulaType
    from ..models.pricing_calculator_formula import PricingCalculatorFormula


def list_pricing_calculator_formulas(
    uuid: str,
) -> Operation[list[PricingCalculatorFormula]]:
    """List the formulas of a pricing calculator.

    GET /pricing-calculators/{uuid}/formulas

    Args:
        uuid: Uuid of the object.
    """
    return Operation(
        __name__,
        "list_pricing_calculator_formulas",
        "GET",
        "/pricing-calculators/{uuid}/formulas",
        responses={200: "list[PricingCalculatorFormula]"},
        path={"uuid": uuid},
    )


def create_pricing_calculator_formula(
    uuid: str,
    *,
    formula_type: FormulaType | UnlistedStr,
    name: str,
    calculation_type: FormulaCalculationType | UnlistedStr,
    condition: str | None | None | Unset = UNSET,
    value: float | None | None | Unset = UNSET,
    sort_order: float | Unset = UNSET,
) -> Operation[PricingCalculatorFormula]:
    """Add a formula to a pricing calculator.

    POST /pricing-calculators/{uuid}/formulas

    Args:
        uuid: Uuid of the object.
        formula_type: What a formula does to the price.
        calculation_type: Whether a formula adds an amount or a percentage.
        condition: When the formula applies.
        value: Amount in whole currency units when fixed, else a percentage.
    """
    return Operation(
        __name__,
        "create_pricing_calculator_formula",
        "POST",
        "/pricing-calculators/{uuid}/formulas",
        responses={201: "PricingCalculatorFormula"},
        path={"uuid": uuid},
        body={
            "formula_type": formula_type,
            "name": name,
            "calculation_type": calculation_type,
            "condition": condition,
            "value": value,
            "sort_order": sort_order,
        },
    )


def delete_pricing_calculator_formula(
    uuid: str,
    sub_uuid: str,
) -> Operation[None]:
    """Delete a formula of a pricing calculator.

    DELETE /pricing-calculators/{uuid}/formulas/{subUuid}

    Args:
        uuid: Uuid of the object.
        sub_uuid: Uuid of the nested object.
    """
    return Operation(
        __name__,
        "delete_pricing_calculator_formula",
        "DELETE",
        "/pricing-calculators/{uuid}/formulas/{subUuid}",
        responses={204: "None"},
        path={"uuid": uuid, "subUuid": sub_uuid},
    )


def update_pricing_calculator_formula(
    uuid: str,
    sub_uuid: str,
    *,
    formula_type: FormulaType | UnlistedStr | Unset = UNSET,
    name: str | Unset = UNSET,
    calculation_type: FormulaCalculationType | UnlistedStr | Unset = UNSET,
    condition: str | None | None | Unset = UNSET,
    value: float | None | None | Unset = UNSET,
    sort_order: float | Unset = UNSET,
) -> Operation[PricingCalculatorFormula]:
    """Change a formula of a pricing calculator.

    PATCH /pricing-calculators/{uuid}/formulas/{subUuid}

    Args:
        uuid: Uuid of the object.
        sub_uuid: Uuid of the nested object.
        formula_type: What a formula does to the price.
        calculation_type: Whether a formula adds an amount or a percentage.
        condition: When the formula applies.
        value: Amount in whole currency units when fixed, else a percentage.
    """
    return Operation(
        __name__,
        "update_pricing_calculator_formula",
        "PATCH",
        "/pricing-calculators/{uuid}/formulas/{subUuid}",
        responses={200: "PricingCalculatorFormula"},
        path={"uuid": uuid, "subUuid": sub_uuid},
        body={
            "formula_type": formula_type,
            "name": name,
            "calculation_type": calculation_type,
            "condition": condition,
            "value": value,
            "sort_order": sort_order,
        },
    )
