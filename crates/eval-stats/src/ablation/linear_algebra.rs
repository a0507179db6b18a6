//! As much linear algebra as a regression on a few columns takes.

/// A square matrix by rows.
pub(super) type Matrix = Vec<Vec<f64>>;

/// A matrix of zeros.
pub(super) fn zeros(size: usize) -> Matrix {
    vec![vec![0.0; size]; size]
}

/// Adds `weight` · `column` · `row`ᵀ to `matrix`.
pub(super) fn add_outer(matrix: &mut Matrix, weight: f64, column: &[f64], row: &[f64]) {
    for (line, left) in matrix.iter_mut().zip(column) {
        for (cell, right) in line.iter_mut().zip(row) {
            *cell += weight * left * right;
        }
    }
}

/// Adds `weight` · `other` to `vector`.
pub(super) fn add(vector: &mut [f64], weight: f64, other: &[f64]) {
    for (cell, more) in vector.iter_mut().zip(other) {
        *cell += weight * more;
    }
}

/// The sum of products.
pub(super) fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}

/// `matrix` times `vector`.
pub(super) fn apply(matrix: &Matrix, vector: &[f64]) -> Vec<f64> {
    matrix.iter().map(|row| dot(row, vector)).collect()
}

/// `bread` · `meat` · `bread` for symmetric matrices; only the diagonal.
pub(super) fn sandwich_diagonal(bread: &Matrix, meat: &Matrix) -> Vec<f64> {
    bread.iter().map(|row| dot(row, &apply(meat, row))).collect()
}

/// The inverse by elimination with pivots; `None` of a matrix that has none.
pub(super) fn inverse(matrix: &Matrix) -> Option<Matrix> {
    let size = matrix.len();
    let mut left = matrix.clone();
    let mut right = zeros(size);
    for (place, row) in right.iter_mut().enumerate() {
        row[place] = 1.0;
    }
    let scale = matrix.iter().flatten().fold(0.0_f64, |largest, cell| largest.max(cell.abs()));
    for column in 0..size {
        let by_size = |one: &usize, other: &usize| {
            left[*one][column].abs().total_cmp(&left[*other][column].abs())
        };
        let pivot = (column..size).max_by(by_size)?;
        // Also catches a matrix that is not finite.
        if left[pivot][column].abs().partial_cmp(&(1e-12 * scale))?.is_le() {
            return None;
        }
        left.swap(column, pivot);
        right.swap(column, pivot);
        eliminate(&mut left, &mut right, column);
    }
    Some(right)
}

/// Makes `column` of `left` that of the unit matrix.
fn eliminate(left: &mut Matrix, right: &mut Matrix, column: usize) {
    let pivot = left[column][column];
    for cell in left[column].iter_mut().chain(&mut right[column]) {
        *cell /= pivot;
    }
    let (pivot_left, pivot_right) = (left[column].clone(), right[column].clone());
    for row in (0..left.len()).filter(|row| *row != column) {
        let factor = left[row][column];
        add(&mut left[row], -factor, &pivot_left);
        add(&mut right[row], -factor, &pivot_right);
    }
}
