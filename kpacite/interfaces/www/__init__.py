"""The screens. One folder per area: urls, views, forms."""
