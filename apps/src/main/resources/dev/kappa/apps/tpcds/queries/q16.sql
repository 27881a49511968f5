-- query
SELECT count(DISTINCT cs_order_number) AS "order count",
  sum(cs_ext_ship_cost) AS "total shipping cost", sum(cs_net_profit) AS "total net profit"
FROM catalog_sales s1, date_dim, customer_address, call_center
WHERE d_date BETWEEN DATE '2002-02-01' AND DATE '2002-02-01' + 60
  AND s1.cs_ship_date_sk = d_date_sk
  AND s1.cs_ship_addr_sk = ca_address_sk AND ca_state = 'TX'
  AND s1.cs_call_center_sk = cc_call_center_sk AND cc_county = 'Williamson County'
  AND EXISTS (
    SELECT * FROM catalog_sales s2
    WHERE s1.cs_order_number = s2.cs_order_number
      AND s1.cs_warehouse_sk <> s2.cs_warehouse_sk)
  AND NOT EXISTS (SELECT * FROM catalog_returns WHERE s1.cs_order_number = cr_order_number)
ORDER BY 1
LIMIT 100

-- scan shipped of catalog_sales by cs_order_number
SELECT cs_order_number, cs_warehouse_sk, cs_ext_ship_cost, cs_net_profit
FROM catalog_sales s1, date_dim, customer_address, call_center
WHERE d_date BETWEEN DATE '2002-02-01' AND DATE '2002-02-01' + 60
  AND s1.cs_ship_date_sk = d_date_sk
  AND s1.cs_ship_addr_sk = ca_address_sk AND ca_state = 'TX'
  AND s1.cs_call_center_sk = cc_call_center_sk AND cc_county = 'Williamson County'

-- scan stocks of catalog_sales by cs_order_number
SELECT DISTINCT cs_order_number, cs_warehouse_sk FROM catalog_sales

-- scan returned of catalog_returns by cr_order_number
SELECT DISTINCT cr_order_number FROM catalog_returns

-- join orders of shipped, stocks, returned
SELECT count(DISTINCT cs_order_number) AS number,
  sum(cs_ext_ship_cost) AS cost, sum(cs_net_profit) AS profit
FROM shipped
WHERE cs_warehouse_sk IS NOT NULL
  AND cs_order_number IN (
    SELECT cs_order_number FROM stocks
    GROUP BY cs_order_number HAVING count(DISTINCT cs_warehouse_sk) > 1)
  AND NOT EXISTS (SELECT * FROM returned WHERE cs_order_number = cr_order_number)

-- result
SELECT sum(number) AS "order count", sum(cost) AS "total shipping cost",
  sum(profit) AS "total net profit"
FROM orders
