from journeybee.operations import (
    M,
    Resource,
    bare_list,
    nested,
    paged,
    patch,
    patch_below,
    single,
    write,
)
from journeybee_api.v1.operations import (
    pricing_calculator_formulas,
    pricing_calculator_products,
    pricing_calculators,
)


class CalculatorProducts(Resource[M]):
    """Products on a pricing calculator."""

    list = bare_list(pricing_calculator_products.list_pricing_calculator_products)
    create = write(pricing_calculator_products.create_pricing_calculator_product)
    delete = write(pricing_calculator_products.delete_pricing_calculator_product)


class CalculatorFormulas(Resource[M]):
    """Formulas of a pricing calculator."""

    list = bare_list(pricing_calculator_formulas.list_pricing_calculator_formulas)
    create = write(pricing_calculator_formulas.create_pricing_calculator_formula)
    update = patch_below(pricing_calculator_formulas.update_pricing_calculator_formula)
    delete = write(pricing_calculator_formulas.delete_pricing_calculator_formula)


class PricingCalculators(Resource[M]):
    """Pricing calculators, their products and formulas."""

    list = paged(pricing_calculators.list_pricing_calculators)
    get = single(pricing_calculators.get_pricing_calculator)
    create = write(pricing_calculators.create_pricing_calculator)
    update = patch(pricing_calculators.update_pricing_calculator)
    delete = write(pricing_calculators.delete_pricing_calculator)

    products: CalculatorProducts[M] = nested(CalculatorProducts)
    formulas: CalculatorFormulas[M] = nested(CalculatorFormulas)
