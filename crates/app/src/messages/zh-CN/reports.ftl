# What reports say. Grouped by use case.
product-name = 衡评
