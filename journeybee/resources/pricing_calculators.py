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
from journeybee.operations.upserts import upserts
from journeybee_api.v1.operations import (
    pricing_calculator_formulas,
    pricing_calculator_products,
    pricing_calculators,
)


class CalculatorProducts(Resource[M]):
    """Products on a pricing calculator."""

    list = bare_list(pricing_calculator_products.list_pricing_calculator_products)
    """List the products on a pricing calculator."""
    create = write(pricing_calculator_products.create_pricing_calculator_product)
    """Put a product on a pricing calculator."""
    delete = write(pricing_calculator_products.delete_pricing_calculator_product)
    """Take a product off a pricing calculator."""


class CalculatorFormulas(Resource[M]):
    """Formulas of a pricing calculator."""

    list = bare_list(pricing_calculator_formulas.list_pricing_calculator_formulas)
    """List the formulas of a pricing calculator."""
    create = write(pricing_calculator_formulas.create_pricing_calculator_formula)
    """Add a formula to a pricing calculator."""
    update = patch_below(pricing_calculator_formulas.update_pricing_calculator_formula)
    """Change a formula of a pricing calculator."""
    delete = write(pricing_calculator_formulas.delete_pricing_calculator_formula)
    """Delete a formula of a pricing calculator."""
    upsert = upserts(list, create, update)
    """Create a formula, or update the one that matches."""


class PricingCalculators(Resource[M]):
    """Pricing calculators, their products and formulas."""

    list = paged(pricing_calculators.list_pricing_calculators)
    """List pricing calculators."""
    get = single(pricing_calculators.get_pricing_calculator)
    """Get a pricing calculator."""
    create = write(pricing_calculators.create_pricing_calculator)
    """Create a pricing calculator."""
    update = patch(pricing_calculators.update_pricing_calculator)
    """Change a pricing calculator."""
    delete = write(pricing_calculators.delete_pricing_calculator)
    """Delete a pricing calculator."""
    upsert = upserts(list, create, update)
    """Create a pricing calculator, or update the one that matches."""

    products: CalculatorProducts[M] = nested(CalculatorProducts)
    formulas: CalculatorFormulas[M] = nested(CalculatorFormulas)
