-- query
SELECT i_product_name, i_brand, i_class, i_category, avg(inv_quantity_on_hand) AS qoh
FROM inventory, date_dim, item
WHERE inv_date_sk = d_date_sk AND inv_item_sk = i_item_sk
  AND d_month_seq BETWEEN 1200 AND 1200 + 11
GROUP BY ROLLUP (i_product_name, i_brand, i_class, i_category)
ORDER BY qoh, i_product_name, i_brand, i_class, i_category
LIMIT 100

-- scan stored of inventory by i_product_name
SELECT i_product_name, i_brand, i_class, i_category,
  CAST(sum(inv_quantity_on_hand) AS BIGINT) AS quantity, count(inv_quantity_on_hand) AS number
FROM inventory, date_dim, item
WHERE inv_date_sk = d_date_sk AND inv_item_sk = i_item_sk
  AND d_month_seq BETWEEN 1200 AND 1200 + 11
GROUP BY i_product_name, i_brand, i_class, i_category

-- join products of stored
SELECT i_product_name, i_brand, i_class, i_category,
  CAST(sum(quantity) AS BIGINT) AS quantity, CAST(sum(number) AS BIGINT) AS number
FROM stored
GROUP BY i_product_name, i_brand, i_class, i_category

-- result
SELECT i_product_name, i_brand, i_class, i_category,
  CAST(sum(quantity) AS DOUBLE) / CAST(sum(number) AS DOUBLE) AS qoh
FROM products
GROUP BY ROLLUP (i_product_name, i_brand, i_class, i_category)
ORDER BY qoh, i_product_name, i_brand, i_class, i_category
LIMIT 100
